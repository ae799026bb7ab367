/** What the console uses of htm/preact/standalone 3.1.1. Markup is checked in the browser, not here. */
export function h(type: any, props: any, ...children: any[]): any;
export function html(strings: TemplateStringsArray, ...values: any[]): any;
export function render(node: any, parent: Element): void;
export class Component {
  constructor(props?: any);
  props: any;
  state: any;
  setState(change: any): void;
  render(): any;
}
export function createContext<T>(initial: T): { Provider: any };
export function useState<T>(initial: T | (() => T)): [T, (value: T | ((before: T) => T)) => void];
export function useReducer<S, A>(reducer: (state: S, action: A) => S, initial: S): [S, (action: A) => void];
export function useEffect(effect: () => void | (() => void), inputs?: any[]): void;
export function useLayoutEffect(effect: () => void | (() => void), inputs?: any[]): void;
export function useRef<T>(initial: T): { current: T };
export function useImperativeHandle(ref: any, create: () => any, inputs?: any[]): void;
export function useMemo<T>(create: () => T, inputs: any[]): T;
export function useCallback<F extends Function>(callback: F, inputs: any[]): F;
export function useContext<T>(context: { Provider: any }): T;
export function useErrorBoundary(callback?: (error: any) => void): [any, () => void];

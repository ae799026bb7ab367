// What the console uses of htm's preact/standalone.

export interface VNode {
  type: unknown;
  props: Record<string, unknown>;
  key: unknown;
}
export type ComponentChild = VNode | string | number | bigint | boolean | null | undefined;
export type ComponentChildren = ComponentChild | ComponentChildren[];

export function html(strings: TemplateStringsArray, ...values: unknown[]): VNode;
export function h(type: unknown, props: Record<string, unknown> | null, ...children: ComponentChildren[]): VNode;
export function render(tree: ComponentChildren, parent: Element): void;

export class Component<P = {}, S = {}> {
  constructor(props: P);
  props: P & { children?: ComponentChildren };
  state: S;
  setState(change: Partial<S> | ((state: S) => Partial<S>), then?: () => void): void;
  forceUpdate(): void;
  render(props: P, state: S): ComponentChildren;
  componentDidMount?(): void;
  componentDidUpdate?(props: P, state: S): void;
  componentWillUnmount?(): void;
  componentDidCatch?(error: unknown): void;
}

export interface Context<T> {
  Provider: unknown;
  Consumer: unknown;
  /** Only for the types. */
  readonly value?: T;
}
export function createContext<T>(value: T): Context<T>;
export function useContext<T>(context: Context<T>): T;

export type Update<S> = (value: S | ((before: S) => S)) => void;
export function useState<S>(initial: S | (() => S)): [S, Update<S>];
export function useState<S = undefined>(): [S | undefined, Update<S | undefined>];
export function useReducer<S, A>(reducer: (state: S, action: A) => S, initial: S): [S, (action: A) => void];

export interface Ref<T> {
  current: T;
}
export function useRef<T>(initial: T): Ref<T>;
export function useRef<T>(initial: T | null): Ref<T | null>;
export function useRef<T = undefined>(): Ref<T | undefined>;

type Dependencies = readonly unknown[];
export function useEffect(effect: () => void | (() => void), dependencies?: Dependencies): void;
export function useLayoutEffect(effect: () => void | (() => void), dependencies?: Dependencies): void;
export function useMemo<T>(make: () => T, dependencies?: Dependencies): T;
export function useCallback<F extends (...args: any[]) => unknown>(callback: F, dependencies: Dependencies): F;
export function useErrorBoundary(callback?: (error: any) => void): [any, () => void];

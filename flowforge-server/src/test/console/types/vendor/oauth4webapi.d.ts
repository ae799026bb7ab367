/** What the console uses of oauth4webapi 3.8.8. */
export const clockTolerance: unique symbol;
export interface Client { client_id: string; [clockTolerance]?: number }
export type ClientAuth = (...values: any[]) => void;
export const allowInsecureRequests: unique symbol;
export const RESPONSE_BODY_ERROR: string;
export const AUTHORIZATION_RESPONSE_ERROR: string;
export const WWW_AUTHENTICATE_CHALLENGE: string;
export class OperationProcessingError extends Error { code?: string }
export interface CallOptions { signal?: AbortSignal; [allowInsecureRequests]?: boolean }
export interface TokenResponse { access_token: string; refresh_token?: string; id_token?: string; expires_in?: number }
export function None(): ClientAuth;
export function generateRandomCodeVerifier(): string;
export function generateRandomState(): string;
export function generateRandomNonce(): string;
export function calculatePKCECodeChallenge(verifier: string): Promise<string>;
export function discoveryRequest(issuer: URL, options?: CallOptions): Promise<Response>;
export function processDiscoveryResponse(issuer: URL, response: Response): Promise<any>;
export function validateAuthResponse(server: any, client: Client, parameters: URLSearchParams | URL, state: string): URLSearchParams;
export function authorizationCodeGrantRequest(server: any, client: Client, auth: ClientAuth, parameters: URLSearchParams, redirectUri: string, verifier: string, options?: CallOptions): Promise<Response>;
export function processAuthorizationCodeResponse(server: any, client: Client, response: Response, options?: { expectedNonce?: string }): Promise<TokenResponse>;
export function refreshTokenGrantRequest(server: any, client: Client, auth: ClientAuth, refreshToken: string, options?: CallOptions): Promise<Response>;
export function processRefreshTokenResponse(server: any, client: Client, response: Response): Promise<TokenResponse>;
export function revocationRequest(server: any, client: Client, auth: ClientAuth, token: string, options?: CallOptions): Promise<Response>;

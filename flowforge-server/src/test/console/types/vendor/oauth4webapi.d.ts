// What the console may use of oauth4webapi.

export const allowInsecureRequests: unique symbol;
export const customFetch: unique symbol;
export const clockTolerance: unique symbol;
export const skipStateCheck: unique symbol;
export const expectNoState: unique symbol;

interface RequestOptions {
  [allowInsecureRequests]?: boolean;
  [customFetch]?: typeof fetch;
  signal?: AbortSignal | (() => AbortSignal);
  headers?: Headers | Record<string, string>;
}
interface TokenRequestOptions extends RequestOptions {
  additionalParameters?: URLSearchParams | Record<string, string> | string[][];
}
interface DiscoveryRequestOptions extends RequestOptions {
  algorithm?: "oidc" | "oauth2";
}

export interface AuthorizationServer {
  readonly issuer: string;
  readonly authorization_endpoint?: string;
  readonly token_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly code_challenge_methods_supported?: string[];
  readonly authorization_response_iss_parameter_supported?: boolean;
}
export interface Client {
  client_id: string;
  [clockTolerance]?: number;
}
declare const authentication: unique symbol;
export interface ClientAuth {
  [authentication]: true;
}
export interface TokenEndpointResponse {
  readonly access_token: string;
  readonly expires_in?: number;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly token_type: string;
}
export interface IDToken {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export class ResponseBodyError extends Error {
  readonly error: string;
  readonly error_description?: string;
  readonly status: number;
  readonly response: Response;
}
export class AuthorizationResponseError extends Error {
  readonly error: string;
  readonly error_description?: string;
}
export class WWWAuthenticateChallengeError extends Error {
  readonly status: number;
  readonly response: Response;
}
export class OperationProcessingError extends Error {
  readonly code?: string;
}
export class UnsupportedOperationError extends Error {}

export function None(): ClientAuth;
export function generateRandomCodeVerifier(): string;
export function generateRandomState(): string;
export function generateRandomNonce(): string;
export function calculatePKCECodeChallenge(codeVerifier: string): Promise<string>;
export function discoveryRequest(issuer: URL, options?: DiscoveryRequestOptions): Promise<Response>;
export function processDiscoveryResponse(issuer: URL, response: Response): Promise<AuthorizationServer>;
export function validateAuthResponse(
  server: AuthorizationServer,
  client: Client,
  parameters: URLSearchParams | URL,
  expectedState?: string | typeof skipStateCheck | typeof expectNoState,
): URLSearchParams;
export function authorizationCodeGrantRequest(
  server: AuthorizationServer,
  client: Client,
  authentication: ClientAuth,
  parameters: URLSearchParams,
  redirectUri: string,
  codeVerifier: string,
  options?: TokenRequestOptions,
): Promise<Response>;
export function processAuthorizationCodeResponse(
  server: AuthorizationServer,
  client: Client,
  response: Response,
  options?: { expectedNonce?: string; maxAge?: number; requireIdToken?: boolean },
): Promise<TokenEndpointResponse>;
export function refreshTokenGrantRequest(
  server: AuthorizationServer,
  client: Client,
  authentication: ClientAuth,
  refreshToken: string,
  options?: TokenRequestOptions,
): Promise<Response>;
export function processRefreshTokenResponse(
  server: AuthorizationServer,
  client: Client,
  response: Response,
): Promise<TokenEndpointResponse>;
export function revocationRequest(
  server: AuthorizationServer,
  client: Client,
  authentication: ClientAuth,
  token: string,
  options?: TokenRequestOptions,
): Promise<Response>;
export function processRevocationResponse(response: Response): Promise<undefined>;
export function getValidatedIdTokenClaims(response: TokenEndpointResponse): IDToken | undefined;

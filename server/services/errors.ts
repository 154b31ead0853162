/** Everything a service refuses to do, by a closed set of codes; transports map each to a status once. */
export type ServiceErrorCode = "bad-input" | "not-found" | "not-allowed" | "conflict" | "wrong-state" | "unavailable";

export class ServiceError extends Error {
  override readonly name = "ServiceError";
  constructor(
    readonly code: ServiceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The reasons for which a service refuses: a closed set of codes. Transports map each to a status once. */
export type ServiceErrorCode =
  | "bad-input"
  | "not-found"
  | "not-allowed"
  | "conflict"
  | "wrong-state"
  | "unavailable"
  | "too-many";

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

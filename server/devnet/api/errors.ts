/** An error answer in Blockfrost's shape, with Blockfrost's message if it has one. */
export class ApiError extends Error {
  constructor(
    readonly statusCode: number,
    readonly error: string,
    message: string,
  ) {
    super(message);
  }

  body(): Record<string, unknown> {
    return { status_code: this.statusCode, error: this.error, message: this.message };
  }
}

export const badRequest = (message: string) => new ApiError(400, "Bad Request", message);
export const notFound = () => new ApiError(404, "Not Found", "The requested component has not been found.");
export const invalidAddress = () => badRequest("Invalid address for this network or malformed address format.");
export const invalidStakeAddress = () => badRequest("Invalid or malformed stake address format.");
export const invalidAsset = () => badRequest("Invalid or malformed asset format.");
export const invalidPolicy = () => badRequest("Invalid or malformed policy format.");
export const invalidPath = () => badRequest("Invalid path. Please check https://docs.blockfrost.io/");
export const methodNotAllowed = (method: string) =>
  new ApiError(405, "Method Not Allowed", `The method ${method} is not allowed here.`);
export const missingToken = () =>
  new ApiError(403, "Forbidden", "Missing project token. Please include project_id in your request.");
export const invalidToken = () => new ApiError(403, "Forbidden", "Invalid project token.");
export const mempoolFull = () =>
  new ApiError(425, "Mempool Full", "Mempool is full, please try resubmitting again later.");
export const overLimit = () => new ApiError(429, "Project Over Limit", "Usage is over limit.");
export const backendFailure = () =>
  new ApiError(500, "Internal Server Error", "An unexpected response was received from the backend.");

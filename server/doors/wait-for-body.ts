import type { IncomingMessage } from "node:http";

/** What Node keeps of a body before anybody reads it. A larger one counts as here once so much of it is. */
const KEPT_BYTES = 16 * 1024;

/**
 * Waits until the body is here, and takes nothing of it: who sends slowly holds a socket, and no place of those whom we
 * answer. False if it did not come in time, or the caller went away.
 */
export function waitForBody(request: IncomingMessage, withinMs: number): Promise<boolean> {
  const length = Math.min(Number(request.headers["content-length"] ?? 0), KEPT_BYTES);
  if (length === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (isHere: boolean) => {
      clearTimeout(late);
      request.off("readable", look).off("close", gone);
      resolve(isHere);
    };
    const look = () => {
      if (request.readableLength >= length) settle(true);
    };
    const gone = () => settle(false);
    const late = setTimeout(gone, withinMs);
    request.on("readable", look).once("close", gone);
    look();
  });
}

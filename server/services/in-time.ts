const PATIENCE_MS = 5_000;

/**
 * The answer, if it comes within `mostMs`: by itself soon, as nobody waits long for what is only looked at. Throws
 * `late` with the time; what comes later is not heard.
 */
export async function inTime<T>(answer: Promise<T>, late: string, mostMs = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${late} within ${mostMs / 1_000} s`)), mostMs);
  });
  try {
    return await Promise.race([answer, isLate]);
  } finally {
    clearTimeout(timer);
  }
}

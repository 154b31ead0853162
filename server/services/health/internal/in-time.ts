const PATIENCE_MS = 5_000;

/** The answer, if it comes soon: nobody waits long for what is only looked at. Throws `late` with the time. */
export async function inTime<T>(answer: Promise<T>, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${late} within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, isLate]);
  } finally {
    clearTimeout(timer);
  }
}

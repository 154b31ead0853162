/**
 * Waits for statements that are sent without waiting for each other's answers. All have ended when it ends: nothing
 * may go on in a transaction that is over. The first failure counts; those after it only repeat that the transaction
 * was aborted.
 */
export async function together<const Works extends readonly Promise<unknown>[]>(works: Works) {
  const failures: unknown[] = [];
  await Promise.all(works.map((work) => work.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return Promise.all(works);
}

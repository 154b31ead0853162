/** Has a statement put, whose text holds no values; for whoever traces. */
export type AroundStatement = <T>(statement: string, ask: () => Promise<T>) => Promise<T>;

const AROUND = Symbol.for("daily-prize-oracle.statements");
/** Next.js loads our modules more than once in a process. */
const shared = globalThis as { [AROUND]?: AroundStatement };

/** From here on each statement of this process goes through `around`, if it is given. */
export function observeStatements(around: AroundStatement | undefined): void {
  if (around) shared[AROUND] = around;
  else delete shared[AROUND];
}

/** Runs what asks the database, a transaction for example, as a statement of this name. */
export function asStatement<T>(name: string, ask: () => Promise<T>): Promise<T> {
  const around = shared[AROUND];
  return around ? around(name, ask) : ask();
}

/** A statement of the driver's, which is put when somebody awaits it. */
export function observed<Query extends Promise<unknown>>(text: string, query: Query): Query {
  const around = shared[AROUND];
  if (!around) return query;
  const put = query.then.bind(query);
  const answer = () => new Promise((resolve, reject) => void put(resolve, reject));
  return Object.assign(query, {
    // biome-ignore lint/suspicious/noThenProperty: the driver's statements are promises that begin when awaited
    then: (...then: Parameters<Promise<unknown>["then"]>) => around(text, answer).then(...then),
  });
}

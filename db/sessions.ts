import { setImmediate as turn } from "node:timers/promises";
import type postgres from "postgres";
import { DatabaseError, errorCode } from "./errors";
import { observed } from "./observe-statements";

/*
 * When the server ends a session in a transaction, postgres.js 3.4.9 by itself
 *
 * - writes the transaction's next statement to a socket that is null, which ends the process, or to the connection that
 *   was opened in its place, where it takes effect outside of any transaction. So statements are refused here once the
 *   session has ended, and the driver gets to send neither commit nor rollback;
 * - never answers statements that wait behind another one. So they fail with the session;
 * - sends bytes that were not yet written before the greeting of the next connection, and keeps both back until they
 *   are a kilobyte: each use fails after 15 s. GREETING_FILLER makes every greeting as long, so that the server refuses
 *   that one at once, and the driver makes another, clean one.
 */
export const GREETING_FILLER = { "prize_oracle.filler": "-".repeat(1024) };
/** The same for poolers, which know no such setting: the server cuts a name after 63 bytes. */
export const NAME_FILLER = " ".repeat(1024);

/** How the pool reads numbers: bigint for int8 and for numeric without a fraction. With a fraction it stays text. */
export type Client = postgres.Sql<{ bigint: bigint; numeric: bigint | string }>;
type TransactionClient = postgres.TransactionSql<{ bigint: bigint; numeric: bigint | string }>;
type Statement = Parameters<TransactionClient["unsafe"]>;
type Work<T> = (sql: TransactionClient) => Promise<T>;

/** Knows that a session of the pool has just ended. Whose it was is known a turn of the event loop later. */
export class Endings {
  private known: Promise<void> | null = null;
  private cut: (reason: Error) => void = () => undefined;
  /** Rejects once nothing is awaited any more from any session of the pool. */
  readonly cutOff = new Promise<never>((_resolve, reject) => {
    this.cut = reject;
  });

  constructor() {
    this.cutOff.catch(() => undefined);
  }

  /** For the driver, at the moment when it has closed a connection. */
  readonly note = (): void => {
    const known = turn().then(() => {
      if (this.known === known) this.known = null;
    });
    this.known = known;
  };

  readonly giveUp = (): void => {
    this.cut(Object.assign(new Error("the sessions of the pool were given up"), { code: "CONNECTION_DESTROYED" }));
  };

  async settled(): Promise<void> {
    while (this.known) await this.known;
  }
}

/**
 * Replaces the client's `begin`, by which drizzle makes transactions. If the session ends, it rejects once the function
 * has ended as well: with DatabaseError `session-lost` if nothing was written for certain, or `commit-unknown`.
 */
export function guardTransactions(client: Client, endings: Endings): void {
  endingsOf.set(client, endings);
  const begin = client.begin.bind(client) as <T>(work: Work<T>) => Promise<T>;
  const guarded = async <T>(work: Work<T>): Promise<T> => {
    const transaction = new GuardedTransaction(endings);
    try {
      return await Promise.race([begin((sql) => transaction.run(sql, work)), endings.cutOff]);
    } catch (error) {
      throw (await transaction.lossOf(error)) ?? error;
    } finally {
      transaction.end();
    }
  };
  client.begin = guarded as Client["begin"];
}

const endingsOf = new WeakMap<Client, Endings>();

/**
 * Ends a pool without waiting for the server: statements and transactions fail as if it had ended their sessions. The
 * driver alone would wait for the server with the rollback of each transaction.
 */
export async function giveUpSessions(client: Client): Promise<void> {
  endingsOf.get(client)?.giveUp();
  await client.end({ timeout: 0 });
}

class GuardedTransaction {
  private work: Promise<unknown> | null = null;
  private isOver = false;
  private isCommitting = false;
  private readonly waiting = new Set<(reason: Error) => void>();

  constructor(private readonly endings: Endings) {}

  async run<T>(sql: TransactionClient, work: Work<T>): Promise<T> {
    const working = work(this.guard(sql));
    this.work = working;
    try {
      const result = await working;
      await this.unlessOver();
      this.isCommitting = true;
      return result;
    } catch (error) {
      await this.unlessOver();
      throw error;
    }
  }

  /** Never returns once the session has ended: the driver would commit or roll back what is gone. */
  private async unlessOver(): Promise<void> {
    await this.endings.settled();
    if (this.isOver) await new Promise(() => undefined);
  }

  /** Statements that wait, and all that come, are refused. */
  end(): void {
    this.isOver = true;
    for (const refuse of this.waiting) refuse(refusal());
    this.waiting.clear();
  }

  /** What to tell if it failed because the session ended, once the function has ended too; otherwise undefined. */
  async lossOf(error: unknown): Promise<DatabaseError | undefined> {
    // The driver keeps the last word of a session, and gives it to the first statement of the next one.
    const isLost = isClosedConnection(error) || (this.work === null && isLastWord(error));
    if (!isLost) return undefined;
    this.end();
    await this.work?.catch(() => undefined);
    return this.isCommitting
      ? new DatabaseError("commit-unknown", `${ENDED} during its commit, which may have been written.`, {
          cause: error,
        })
      : new DatabaseError("session-lost", `${ENDED}. Nothing of it was written.`, { cause: error });
  }

  /** What drizzle uses of a transaction's client, without savepoints: no transaction here has another inside. */
  private guard(sql: TransactionClient): TransactionClient {
    const put = (...statement: Statement) => observed(statement[0], sql.unsafe(...statement));
    const unsafe = (...statement: Statement) => ({
      // biome-ignore lint/suspicious/noThenProperty: drizzle awaits the statement itself, or what values() returns
      then: (...then: Parameters<Promise<unknown>["then"]>) => this.ask(() => put(...statement)).then(...then),
      values: () => this.ask(() => put(...statement).values()),
    });
    return { unsafe } as unknown as TransactionClient;
  }

  private async ask<T>(send: () => PromiseLike<T>): Promise<T> {
    await this.endings.settled();
    if (this.isOver) throw refusal();
    return new Promise<T>((resolve, reject) => {
      this.waiting.add(reject);
      const answered = () => this.waiting.delete(reject);
      send().then(
        (rows) => {
          answered();
          resolve(rows);
        },
        (error) => {
          answered();
          reject(error);
        },
      );
    });
  }
}

const ENDED = "The database ended the session of a transaction";
const refusal = () => new DatabaseError("session-lost", "This transaction is over: nothing more is done in it.");

/** The server's reason for ending a session (PostgreSQL, appendix A: 57P01 to 57P05, 25P03, 25P04). */
const isLastWord = (error: unknown) => /^(57P0\d|25P0[34])$/.test(errorCode(error) ?? "");

/** An error of the driver itself, not one of the server or of the function. */
function isClosedConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^CONNECTION_(CLOSED|DESTROYED)$/.test(String(error.code));
}

import type { Context } from "../context";
import { isOurs } from "./internal/known-devices";

/** Whether somebody has signed in on the browser with this cookie: one statement, and none for what is no token. */
export async function isKnownDevice({ db }: Pick<Context, "db">, token: string | null): Promise<boolean> {
  return token !== null && isOurs(db, token);
}

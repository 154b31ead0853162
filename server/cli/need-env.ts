import { type Env, EnvError, parseSome } from "@/server/env";
import { usageError } from "./command";

/** The variables that a command needs, checked as the server checks them. */
export function needEnv<K extends keyof Env>(...names: readonly K[]): Pick<Env, K> {
  try {
    return parseSome(process.env, ...names);
  } catch (error) {
    throw error instanceof EnvError ? usageError(error.message) : error;
  }
}

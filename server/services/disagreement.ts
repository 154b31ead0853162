import { ServiceError } from "./errors";

/** What builds a transaction and what checks it before it is sent do not say the same of it. */
export class Disagreement extends ServiceError {
  constructor(message: string) {
    super("unavailable", message);
  }
}

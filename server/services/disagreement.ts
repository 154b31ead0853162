import { ServiceError } from "./errors";

/** Two of our own machines do not say the same of a transaction: what builds it, and what checks it before it is sent. */
export class Disagreement extends ServiceError {
  constructor(message: string) {
    super("unavailable", message);
  }
}

import { keepFor } from "../keep-for";
import { listPublicIncidents } from "./list-public";

/** The same for all who ask within two seconds. */
export const publicIncidents = keepFor(2_000, ({ db }, nowMs) => listPublicIncidents(db, nowMs));

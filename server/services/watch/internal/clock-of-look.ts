import { readClockOfDays } from "../../health/clock-of-days";
import { perLook } from "./per-look";

/** The time that days are judged at, with the pool as it stands. */
export const clockOfLook = perLook(({ db, nowMs }) => readClockOfDays(db, nowMs));

/** A session ends this long after the sign-in, whatever happens. */
export const LIFETIME_HOURS = 12;
/** And this long after its last use. */
export const IDLE_MINUTES = 60;
/** What needs a step-up may be done for this long after a code of the second factor. */
export const STEP_UP_MINUTES = 5;

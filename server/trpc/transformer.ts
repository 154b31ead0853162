import { TRPCError } from "@trpc/server";
import superjson from "superjson";

/** No input of ours is half as deep. */
export const DEEPEST_INPUT = 32;

/**
 * Input is plain JSON: superjson would build whatever the caller names, an array of gigabytes for a line of text. What we
 * answer may be rich. The client's is the same without the check (components/admin/trpc.tsx).
 */
export const transformer = {
  input: { serialize: (value: unknown) => value, deserialize: withinDepth },
  output: superjson,
};

/** The value as it is. Throws TRPCError `BAD_REQUEST` where it is too deep for whoever walks through it. */
function withinDepth(value: unknown): unknown {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_INPUT) {
      const message = `The input has objects or lists inside each other, more than ${DEEPEST_INPUT} deep.`;
      throw new TRPCError({ code: "BAD_REQUEST", message });
    }
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return value;
}

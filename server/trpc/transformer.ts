import { TRPCError } from "@trpc/server";
import superjson from "superjson";
import { whyNotPlain } from "@/server/doors/plain-text";

/** No input of ours is half as deep. */
export const DEEPEST_INPUT = 32;

/**
 * Input is plain JSON: superjson would build whatever the caller names, an array of gigabytes for a line of text. What
 * we answer may be rich. The client's is the same without the check (components/admin/trpc.tsx).
 */
export const transformer = {
  input: { serialize: (value: unknown) => value, deserialize: checked },
  output: superjson,
};

/** The value as it is. Throws TRPCError `BAD_REQUEST` where it is too deep for whoever walks through it, or no text. */
function checked(value: unknown): unknown {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST_INPUT)
      throw refused(`The input has objects or lists inside each other, more than ${DEEPEST_INPUT} deep.`);
    for (const each of level) {
      const message = typeof each === "string" ? whyNotPlain(each) : null;
      if (message !== null) throw refused(message);
    }
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.entries(each).flat() : []));
  }
  return value;
}

const refused = (message: string) => new TRPCError({ code: "BAD_REQUEST", message });

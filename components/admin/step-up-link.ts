import type { TRPCLink } from "@trpc/client";
import { observable, type Unsubscribable } from "@trpc/server/observable";
import type { AppRouter } from "@/server/trpc/root";

/** Asks the person for a code of the second factor. True once the server has taken one, false if they would not. */
export type AskForCode = () => Promise<boolean>;

/** A call that is answered with "step up" waits for a code and is then made again, once, whoever makes it. */
export function stepUpLink(ask: AskForCode): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        let call: Unsubscribable | undefined;
        let ended = false;
        const run = (isFirst: boolean) => {
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: async (error) => {
              const given = isFirst && error.data?.stepUp === true && (await ask());
              if (ended) return;
              if (given) run(false);
              else observer.error(error);
            },
          });
        };
        run(true);
        return () => {
          ended = true;
          call?.unsubscribe();
        };
      });
}

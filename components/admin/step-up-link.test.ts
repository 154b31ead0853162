import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { expect, test, vi } from "vitest";
import type { AppRouter } from "@/server/trpc/root";
import { type AskForCode, stepUpLink } from "./step-up-link";

const refusal = (stepUp: boolean) =>
  TRPCClientError.from<AppRouter>({
    error: { code: -32001, message: "no", data: { code: "UNAUTHORIZED", httpStatus: 401, stepUp } },
  });

/** A server that answers each call with the next of these. */
function clientOf(ask: AskForCode, answers: readonly (TRPCClientError<AppRouter> | null)[]) {
  const waiting = [...answers];
  const server: TRPCLink<AppRouter> = () => () =>
    observable((observer) => {
      const error = waiting.shift();
      if (error) return observer.error(error);
      observer.next({ result: { type: "data", data: undefined } });
      observer.complete();
    });
  return createTRPCClient<AppRouter>({ links: [stepUpLink(ask), server] });
}

test("a call that needs a code asks for it and is made again", async () => {
  const ask = vi.fn(async () => true);
  await clientOf(ask, [refusal(true), null]).account.revokeOtherSessions.mutate();
  expect(ask).toHaveBeenCalledTimes(1);
});

test("whoever gives no code gets the refusal, and nobody is asked twice for one call", async () => {
  const no = vi.fn(async () => false);
  await expect(clientOf(no, [refusal(true), null]).account.revokeOtherSessions.mutate()).rejects.toThrow("no");
  const yes = vi.fn(async () => true);
  const twice = clientOf(yes, [refusal(true), refusal(true), null]).account.revokeOtherSessions.mutate();
  await expect(twice).rejects.toThrow("no");
  expect(yes).toHaveBeenCalledTimes(1);
});

test("other refusals are told at once", async () => {
  const ask = vi.fn(async () => true);
  await expect(clientOf(ask, [refusal(false), null]).account.signOutEverywhere.mutate()).rejects.toThrow("no");
  expect(ask).not.toHaveBeenCalled();
});

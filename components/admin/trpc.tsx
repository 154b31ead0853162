"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import { consoleTexts as texts } from "@/components/messages/console";
import type { AppRouter } from "@/server/trpc/root";
import { sentence } from "@/server/words/sentence";
import { StepUpDialog, useStepUp } from "./step-up";
import { stepUpLink } from "./step-up-link";

const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>();

export { useTRPC };

const same = (value: unknown) => value;
/** What we send is plain JSON; what comes back may be rich (server/trpc/transformer.ts). */
const transformer = { input: { serialize: same, deserialize: same }, output: superjson };
/** As many as the server takes. */
const MOST_CALLS = 4;

/** Calls the console's procedures from the browser, and asks for a code where one is needed. */
export function ConsoleApi({ children }: { children: ReactNode }) {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1 } } }));
  const { ask, settle } = useStepUp();
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [stepUpLink(ask), httpBatchLink({ url: "/api/trpc", transformer, maxItems: MOST_CALLS })],
    }),
  );
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
        <StepUpDialog settle={settle} />
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** A call's error, in words for the person who made it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof TRPCClientError)) return texts.noAnswer;
  if (error.data) return sentence(error.message);
  // A door that refused it before any procedure was called says so in JSON of its own.
  const said: unknown = error.meta?.responseJSON;
  const isWords = typeof said === "object" && said !== null && "message" in said && typeof said.message === "string";
  return isWords ? sentence(said.message as string) : texts.noAnswer;
}

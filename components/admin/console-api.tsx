"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/root";
import { StepUpDialog, useStepUp } from "./step-up";
import { stepUpLink } from "./step-up-link";
import { TRPCProvider } from "./trpc";

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

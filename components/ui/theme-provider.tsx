"use client";

import { setNonce } from "get-nonce";
import { ThemeProvider as NextThemes } from "next-themes";
import { type ReactNode, useState } from "react";

type ThemeProviderProps = { nonce: string | undefined; children: ReactNode };

/**
 * Puts the chosen scheme's class on <html> before the first paint. Without a choice the system decides, in CSS. The
 * nonce is for the script that does so, and for the style elements that next-themes and Radix add in the browser.
 */
export function ThemeProvider({ nonce, children }: ThemeProviderProps) {
  const own = useFirstNonce(nonce);
  return (
    <NextThemes
      attribute="class"
      defaultTheme="system"
      enableSystem
      enableColorScheme={false}
      disableTransitionOnChange
      nonce={own}
    >
      {children}
    </NextThemes>
  );
}

/** The document's nonce. A refresh brings the one of another answer, which is worth nothing here. */
function useFirstNonce(nonce: string | undefined): string | undefined {
  const [first] = useState(() => {
    if (nonce && typeof window !== "undefined") setNonce(nonce);
    return nonce;
  });
  return first;
}

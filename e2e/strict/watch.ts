import type { Page } from "@playwright/test";

/** Everything that the page's policy forbade, and that its scripts complained of, from now on. */
export async function watchPolicy(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction("noteViolation", (text: string) => seen.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const text = `${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`;
      (window as unknown as { noteViolation: (text: string) => void }).noteViolation(text);
    });
  });
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(`${new URL(page.url()).pathname}: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.push(`${new URL(page.url()).pathname}: ${error.message}`));
  return seen;
}

/** Waits until React has taken over the page. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__reactFiber")),
  );
}

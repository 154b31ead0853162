import { uiTexts as texts } from "@/components/messages/ui";

/** The first stop of the tab key: skips the navigation, to `<main id="main">`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="sr-only z-50 rounded-control bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
    >
      {texts.skipLink}
    </a>
  );
}

/** Texts of the UI primitives. */
export const uiTexts = {
  breadcrumb: "Breadcrumb",
  skipLink: "Skip to content",
  optional: "(optional)",
  needsScripts: "This form needs JavaScript. Turn it on in your browser, then reload the page.",
  copy: {
    button: (what: string) => `Copy ${what}`,
    block: (label: string) => `Copy: ${label}`,
    done: "Copied",
    failed: "Copying failed",
    failedNote: "Select the text and copy it manually.",
  },
  pagination: { previous: "Previous", next: "Next" },
  steps: {
    done: "Done",
    current: "In progress",
    waiting: "Waiting",
    stopped: "Stopped",
    upcoming: "Upcoming",
  },
  theme: { label: "Appearance", system: "System", light: "Light", dark: "Dark" },
} as const;

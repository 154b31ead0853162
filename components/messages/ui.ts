/** Texts of the UI primitives. */
export const uiTexts = {
  breadcrumb: "Breadcrumb",
  skipLink: "Skip to content",
  optional: "(optional)",
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

/** The console's frame: navigation, the newest block, the user menu, and a failed call. */
export const consoleTexts = {
  title: "Console",
  navigation: {
    label: "Console",
    all: "All console pages",
    more: "More",
    pending: (count: number) => `${count} pending`,
  },
  chainTip: {
    noBlock: "No blocks read yet",
    block: (height: string) => `Block ${height}`,
  },
  userMenu: {
    label: (name: string, role: string) => `Account menu: ${name}, ${role}`,
    level: (role: string) => `${role}, two-factor confirmed`,
    signOut: "Sign out",
    failed: "You are still signed in",
  },
  noAnswer: "No response from the server. Reload the page to see whether your change was saved.",
} as const;

/** The frame of the public pages, and their error pages. */
export const siteTexts = {
  name: "Daily Prize Oracle",
  description: "Daily prizes for the game's players: who is eligible, what was paid, and the proof on chain.",
  nav: {
    label: "Main",
    menu: "Menu",
    eligibility: "Check eligibility",
    days: "Days",
    api: "API",
    console: "Admin console",
  },
  footer:
    "Several administrators approve every payout, and a smart contract sends it. Anyone can recompute it from the chain and the day's report.",
  network: {
    mainnet: "Mainnet",
    local: (magic: string) => `Local network ${magic}`,
    real: "real funds",
    test: "test funds",
  },
  home: "Go to homepage",
  error: {
    title: "This page could not be loaded",
    text: "Something went wrong on our side. No payout is lost or made twice by it.",
    reference: "If it happens again, send an administrator this reference:",
    noReference: "If it happens again, tell an administrator what you were doing.",
    retry: "Try again",
  },
  notFound: { code: "404", title: "Page not found", text: "The link may be mistyped or out of date." },
} as const;

/** Signing in to the console: password, second factor and its setup. */
export const signInTexts = {
  title: "Sign in",
  note: "For people who run or approve payouts. Players do not need an account.",
  failures: {
    wrong: {
      title: "Wrong e-mail or password",
      note: "Or too many attempts. Check both, or wait a few minutes.",
    },
    waiting: { title: "Too many tries just now", note: "You are not signed in. Wait a minute, then try again." },
    unreachable: { title: "No response from the server", note: "You are not signed in. Try again in a moment." },
  },
  email: "E-mail",
  password: "Password",
  submit: "Continue",
  secondFactor: {
    title: "Two-factor authentication",
    note: (email: string) => `Signing in as ${email}.`,
    code: "Code from your authenticator app",
    codeHint: "Six digits, or one of your recovery codes: seven groups of four. Each works once.",
    submit: "Confirm",
    otherAccount: "Use another account",
  },
  enrolment: {
    scan: "Scan this code with an authenticator app, such as Aegis, 1Password or Google Authenticator.",
    qrCode: "QR code of the secret below",
    type: "Or enter this secret in the app.",
    copySecret: "Copy secret",
    enterCode: "Enter the code that the app shows.",
  },
} as const;

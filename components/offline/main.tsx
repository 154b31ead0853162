// First: it settles how zod parses before anything makes a schema.
import "@/components/admin/no-eval";
import { createRoot } from "react-dom/client";
import { OfflinePage } from "./offline-page";

const root = document.getElementById("root");
if (root) createRoot(root).render(<OfflinePage />);

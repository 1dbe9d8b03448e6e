import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import "./styles/colors.css";
import "./styles/layout.css";
import "./styles/controls.css";
import "./styles/sidebar.css";
import "./styles/messages.css";
import "./styles/blocks.css";
import "./styles/rich-text.css";
import "./styles/dialogs.css";
import "./styles/composer.css";
import "./styles/sandbox-panel.css";

const root = document.getElementById("root");
if (root !== null) createRoot(root).render(<App />);

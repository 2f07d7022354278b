// The playground: GraphiQL with the schema's descriptions and examples that the sample answers. React is used here alone.
import "../style.css";
import "../top.css";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./playground.css";
import "./workers.ts";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { h } from "../dom.ts";
import { applyTheme, theme } from "../theme.ts";
import { top } from "../top.ts";
import { editorTheme } from "./colours.ts";
import { examples } from "./examples.ts";
import { storage } from "./storage.ts";
import { mendTabs } from "./tabs.ts";

applyTheme();
const fetcher = createGraphiQLFetcher({ url: "/graphql", enableIncrementalDelivery: false });

function Playground() {
  const [shown, show] = useState(theme());
  themeChanged = () => show(theme());
  return (
    <GraphiQL fetcher={fetcher} defaultTabs={examples} forcedTheme={shown} editorTheme={editorTheme} shouldPersistHeaders={false} storage={storage} />
  );
}

let themeChanged = () => {};
const place = h("main", { class: "playground", id: "main", "aria-label": "Playground" }, h("h1", { class: "hidden" }, "Playground"));
const root = h("div", { class: "playground-root" });
place.append(root);
document.querySelector("#app")!.append(top({ current: "playground", themed: () => themeChanged() }), place);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => themeChanged());
createRoot(root).render(<Playground />);
mendTabs(root);

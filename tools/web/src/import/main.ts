import "../style.css";
import { h } from "../dom.ts";
import { applyTheme } from "../theme.ts";

applyTheme();
document.querySelector("#app")?.append(h("main", {}, h("h1", {}, document.title)));

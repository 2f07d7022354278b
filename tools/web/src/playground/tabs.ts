// GraphiQL's list of operations says that it is a list of tabs, but a tab may hold no other buttons, and each of these has
// one that closes it. Here it is what it is, a list of buttons of which one is current, so that screen readers can use it.

/** Keeps the roles right while GraphiQL changes the list. */
export function mendTabs(root: HTMLElement): void {
  const mend = () => {
    for (const list of root.querySelectorAll("[role=tablist]")) list.setAttribute("role", "list");
    for (const tab of root.querySelectorAll("[role=tab]")) tab.setAttribute("role", "listitem");
    for (const tab of root.querySelectorAll(".graphiql-tab[aria-selected]")) {
      const current = tab.getAttribute("aria-selected") === "true";
      tab.removeAttribute("aria-selected");
      tab.querySelector(".graphiql-tab-button")?.setAttribute("aria-current", String(current));
    }
    root.querySelector("[role=tabpanel]")?.setAttribute("role", "group");
  };
  new MutationObserver(mend).observe(root, { subtree: true, childList: true, attributeFilter: ["aria-selected", "role"] });
  mend();
}

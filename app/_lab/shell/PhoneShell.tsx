/**
 * The laboratory on a phone: one promise and three totals, the view, the transport, five tabs at the
 * bottom. Inspector, settings and faults rise as sheets.
 */
"use client";
import Link from "next/link";
import { useEffect, useState } from "react";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Tabs } from "@/app/_ui/Tabs.tsx";
import { ThemeMenu } from "@/app/_ui/ThemeMenu.tsx";
import { requestsOf } from "@/simulator/vocabulary/requests.ts";
import { useActions, useCard, useLab, useSelection } from "../hooks.ts";
import { Inspector } from "../inspector/Inspector.tsx";
import { FewPromises } from "../promises/FewPromises.tsx";
import { FaultList } from "../rail/FaultList.tsx";
import { Incidents, Variants } from "../rail/Rail.tsx";
import railStyles from "../rail/rail.module.css";
import { Settings } from "../rail/Settings.tsx";
import { Narration } from "../transport/Keys.tsx";
import { PhoneTransport } from "../transport/SmallTransport.tsx";
import type { Selection, ViewTab } from "../view.ts";
import { VIEW_TITLES } from "../view-titles.ts";
import { ID_VIEWS, MainView } from "./MainView.tsx";
import { Notices } from "./Notices.tsx";
import styles from "./shell.module.css";
import { FogButton } from "./TopBar.tsx";
import { CodePanel, Requests, Why } from "./Views.tsx";

type PhoneSheet = "faults" | "requests" | "settings" | "inspector" | "code" | "more" | null;

const PHONE_TABS: readonly { readonly id: ViewTab | "plus"; readonly label: string }[] = [
  { id: "graphe", label: "Graphe" },
  { id: "temps", label: "Temps" },
  { id: "table", label: "Table" },
  { id: "bases", label: "Bases" },
  { id: "plus", label: "Plus" },
];

function useSelectionTitle(): string {
  const card = useCard();
  const selection = useSelection();
  const title = (chosen: Selection): string => {
    switch (chosen.kind) {
      case "node":
        return nodeTitle(card, chosen.node);
      case "link":
        return `${nodeTitle(card, chosen.from)} → ${nodeTitle(card, chosen.to)}`;
      case "message":
        return messageWord(card, chosen.message);
      default:
        return "";
    }
  };
  return selection === null ? "" : title(selection);
}

/** What can be done to the chosen object, where no right click exists. */
function SelectionBar({ onInspect }: { readonly onInspect: () => void }) {
  const actions = useActions();
  const selection = useSelection();
  const title = useSelectionTitle();
  if (selection === null || title === "") return null;
  return (
    <div className={styles.selectionBar}>
      <b>{title}</b>
      <Button variant="plain" sign="eye" onClick={onInspect}>
        Inspecter
      </Button>
      <Button variant="solid" sign="fault" onClick={() => actions.openFaultMenu(selection)}>
        Panne
      </Button>
    </div>
  );
}

interface PhoneShellProps {
  readonly isEmbedded: boolean;
  readonly onCopy: () => void;
  readonly onHelp: () => void;
  readonly isCopied: boolean;
  readonly isAskWanted: boolean;
  readonly onAskShown: () => void;
}

export function PhoneShell({
  isEmbedded,
  onCopy,
  onHelp,
  isCopied,
  isAskWanted,
  onAskShown,
}: PhoneShellProps) {
  const card = useCard();
  const actions = useActions();
  const tab = useLab((s) => s.view.tab);
  const panel = useLab((s) => s.view.rightPanel);
  const whyClaim = useLab((s) => s.view.whyClaim);
  const faultCount = useLab((s) => s.document.shown);
  const [sheet, setSheet] = useState<PhoneSheet>(null);
  const close = (): void => setSheet(null);
  // A fault just placed opens a branch: the sheet that it came from has done its work. What is asked is
  // answered in its own sheet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closes when the branch changes
  useEffect(() => setSheet((open) => (open === "requests" ? open : null)), [faultCount]);
  useEffect(() => {
    if (isAskWanted) setSheet("requests");
  }, [isAskWanted]);
  return (
    <div className={styles.phone}>
      <header className={styles.phoneTop}>
        {isEmbedded ? (
          <h2>Laboratoire</h2>
        ) : (
          <>
            <Link href="/" prefetch={false} aria-label="Retour au catalogue">
              <Sign name="left" />
            </Link>
            <h1>{typeset(card.title.split(/\s:\s/)[0] ?? card.title)}</h1>
          </>
        )}
        {requestsOf(card).length > 0 && (
          <IconButton sign="ask" label="Demandes" onClick={() => setSheet("requests")} />
        )}
        <IconButton sign="fault" label="Pannes" onClick={() => setSheet("faults")} />
        <IconButton
          sign={isCopied ? "ok" : "link"}
          label={isCopied ? "Lien copié" : "Copier le lien"}
          onClick={onCopy}
        />
      </header>
      <FewPromises count={1} withTotals />
      <div className={styles.phoneMain}>
        <Notices />
        <MainView />
        {tab === "graphe" && <Narration className={styles.phoneSay} />}
        <SelectionBar onInspect={() => setSheet("inspector")} />
      </div>
      <PhoneTransport />
      <Tabs
        label="Vues"
        idBase={ID_VIEWS}
        size="bottom"
        items={PHONE_TABS}
        value={PHONE_TABS.some((known) => known.id === tab) ? tab : "plus"}
        onChange={(id) => (id === "plus" ? setSheet("more") : actions.showTab(id))}
      />
      <Sheet open={sheet === "faults"} title="Pannes" size="full" onClose={close}>
        <div className={railStyles.stack}>
          <FaultList />
          <Incidents />
        </div>
      </Sheet>
      <Sheet open={sheet === "requests"} title="Demandes" size="full" onClose={close}>
        <div className={railStyles.stack}>
          <Requests isWanted={isAskWanted} onShown={onAskShown} />
        </div>
      </Sheet>
      <Sheet open={sheet === "settings"} title="Réglages" size="full" onClose={close}>
        <div className={railStyles.stack}>
          <Variants />
          <Settings />
        </div>
      </Sheet>
      <Sheet open={sheet === "inspector"} title="Inspecteur" onClose={close}>
        <Inspector />
      </Sheet>
      <Sheet open={sheet === "code"} title="Code" size="full" onClose={close}>
        <CodePanel size="view" />
      </Sheet>
      <Sheet
        open={panel === "why"}
        title={card.claims.find((claim) => claim.id === whyClaim)?.title ?? "Promesse"}
        size="full"
        onClose={() => actions.askWhy(null)}
      >
        <Why />
      </Sheet>
      <Sheet open={sheet === "more"} title="Plus" onClose={close}>
        <div className={styles.more}>
          <Button size="large" onClick={() => setSheet("settings")}>
            Variante et réglages
          </Button>
          <Button size="large" onClick={() => setSheet("inspector")}>
            Inspecteur
          </Button>
          <Button size="large" onClick={() => setSheet("code")}>
            Code
          </Button>
          {(["traces", "services", "metriques", "etats"] as const).map((view) => (
            <Button
              key={view}
              size="large"
              onClick={() => {
                actions.showTab(view);
                close();
              }}
            >
              {VIEW_TITLES[view]}
            </Button>
          ))}
          <FogButton />
          <ThemeMenu />
          <Button size="large" onClick={onHelp}>
            Aide
          </Button>
        </div>
      </Sheet>
    </div>
  );
}

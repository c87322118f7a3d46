/** The menu of a row: go to the step, flag A, look at its objects, inject a fault at this event. */
"use client";
import { useMemo, useState } from "react";
import { useActions, useCard, useRun } from "@/app/_lab/hooks.ts";
import { tellFault } from "@/app/_texte/faults.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { Menu, type MenuAnchor, type MenuItem } from "@/app/_ui/Menu.tsx";
import { us } from "@/simulator/base/time.ts";
import { faultRule } from "@/simulator/vocabulary/interventions.ts";
import { type FaultOffer, faultOffers } from "./row-menu.ts";

interface RowMenuProps {
  readonly index: number;
  readonly anchor: MenuAnchor | null;
  readonly onClose: () => void;
}

export function RowMenu({ index, anchor, onClose }: RowMenuProps) {
  const card = useCard();
  const run = useRun();
  const actions = useActions();
  const [aimed, setAimed] = useState<string | null>(null);
  const offers = useMemo(
    () =>
      anchor === null || index < 0 || index >= run.log.length
        ? []
        : faultOffers({ card, log: run.log, messages: run.messages }, index),
    [anchor, index, card, run],
  );
  if (anchor === null || index < 0) return null;

  const place = (offer: FaultOffer): void => {
    actions.placeFault(offer.order);
  };
  const items: readonly MenuItem[] = [
    { id: "go", label: "Aller à ce pas", sign: "right", onSelect: () => actions.goTo(index) },
    { id: "a", label: "Poser A à ce pas", sign: "pin", onSelect: () => actions.setFlagA(index) },
    {
      id: "inspect",
      label: "Inspecter",
      sign: "eye",
      onSelect: () => {
        actions.select({ kind: "event", index });
        actions.toggleInspector(true);
      },
    },
    ...offers.map(
      (offer): MenuItem => ({
        id: offer.id,
        label: offer.label,
        hint: offer.hint,
        sign: offer.sign,
        separated: offer.isFirst,
        onSelect: () => place(offer),
      }),
    ),
  ];
  const offer = offers.find((known) => known.id === aimed);
  const rule = offer === undefined ? null : faultRule(offer.order.kind);
  const effect =
    offer === undefined || rule === null
      ? "Une panne posée ici repart du même monde et ouvre une branche."
      : tellFault(
          {
            id: "f0",
            kind: offer.order.kind,
            target: offer.order.target,
            amount: rule.defaultAmount,
            at: { kind: "event", index },
            durationUs: rule.defaultDurationUs === null ? null : us(rule.defaultDurationUs),
          },
          card,
        );
  return (
    <Menu
      label={`Actions au ${formatStep(index)}`}
      anchor={anchor}
      items={items}
      onClose={onClose}
      onHighlight={setAimed}
      header={
        <>
          <span>À cet événement</span>
          <small>{formatStep(index)}</small>
        </>
      }
      footer={effect}
    />
  );
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** One query of a panel. */
export interface PanelQuery {
  readonly panel: string;
  readonly expr: string;
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly type: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}

/** Every query of every panel, with the interval of rates that Grafana would fill in. */
export async function panelQueries(rateInterval: string): Promise<PanelQuery[]> {
  const file = path.join(import.meta.dirname, 'dashboards', 'messaging.json');
  const { panels } = JSON.parse(await readFile(file, 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      panel: title,
      expr: expr.replaceAll('$__rate_interval', rateInterval),
    })),
  );
}

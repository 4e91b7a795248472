// What a file of deploy/grafana/dashboards must be, in terms of the types that Grafana publishes as @grafana/schema. A panel's options
// and field settings are those of its type. dashboard.schema.json is made from it, in a folder of its own:
//
//   npm install @grafana/schema@12.2.1 ts-json-schema-generator@2
//   npx ts-json-schema-generator --path GrafanaDashboard.ts --type GrafanaDashboard --no-type-check |
//     jq 'walk(if type == "object" and (.description | type) == "string" then del(.description) else . end)' > dashboard.schema.json
import type * as dashboard from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/dashboard_types.gen';
import type * as stat from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeseries from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as xychart from './node_modules/@grafana/schema/dist/types/raw/composable/xychart/panelcfg/x/XYChartPanelCfg_types.gen';

// Grafana fills in whatever is left out.
type DeepPartial<T> = T extends Array<infer U>
  ? Array<DeepPartial<U>>
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

interface FieldConfigOf<F> extends Omit<dashboard.FieldConfig, 'custom'> {
  custom?: DeepPartial<F>;
}

interface FieldConfigSourceOf<F> extends Omit<dashboard.FieldConfigSource, 'defaults'> {
  defaults: FieldConfigOf<F>;
}

interface PanelOf<N extends string, O, F> extends Omit<dashboard.Panel, 'type' | 'options' | 'fieldConfig'> {
  type: N;
  options?: DeepPartial<O>;
  fieldConfig?: FieldConfigSourceOf<F>;
}

export interface StatPanel extends PanelOf<'stat', stat.Options, {}> {}
export interface TablePanel extends PanelOf<'table', table.Options, table.FieldConfig> {}
export interface TimeSeriesPanel extends PanelOf<'timeseries', timeseries.Options, timeseries.FieldConfig> {}
export interface XYChartPanel extends PanelOf<'xychart', xychart.Options, xychart.FieldConfig> {}

// No row contains panels here, and no panel is older than these types.
export interface Row extends Omit<dashboard.RowPanel, 'panels'> {
  panels: [];
}

export interface GrafanaDashboard extends Omit<dashboard.Dashboard, 'panels'> {
  panels: Array<StatPanel | TablePanel | TimeSeriesPanel | XYChartPanel | Row>;
}

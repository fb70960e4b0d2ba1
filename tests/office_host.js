// A workbook as JSON behind as much of Office.js as xlwings' client and the pane use.
//
// As in Excel: nothing is known before load() and sync(), nothing is done before sync(), a step that
// fails ends its batch while what came before stays done, a protected sheet refuses what its
// protection forbids, and a text is typed as a person would type it.
// `officeHost.workbook` is the workbook; `officeHost.fails` names a step that is to fail, and how.
"use strict";

globalThis.officeHost = { workbook: null, fails: null, dialogs: [], protection: [], functions: {} };

(function () {
  const host = globalThis.officeHost;

  function fault(code, message) {
    return Object.assign(new Error(`${code}: ${message}`), { code });
  }

  // Steps -------------------------------------------------------------------------------------
  class Context {
    steps = [];
    later(name, step) {
      this.steps.push([name, step]);
    }
    async sync() {
      const steps = this.steps;
      this.steps = [];
      await null;
      for (const [name, step] of steps) {
        if (host.fails?.step === name) throw fault(host.fails.code, `${name} was told to fail`);
        step();
      }
    }
    get workbook() {
      return (this.ownWorkbook ??= workbookOf(this));
    }
    get application() {
      return (this.ownApplication ??= applicationOf(this));
    }
  }

  // Objects: `reads` are known after load() and sync(), `writes` done by it, `has` is there at once.
  function item(context, { reads = {}, writes = {}, has = {} }) {
    const known = {};
    const self = new Proxy(has, {
      get(_, name) {
        if (typeof name === "symbol" || name === "then" || name === "toJSON") return undefined;
        if (name === "context") return context;
        if (name === "load") {
          return (asked) => {
            const names = namesOf(asked).filter((one) => !(one in has));
            context.later("load", () => names.forEach((one) => (known[one] = read(one))));
            return self;
          };
        }
        if (name in has) return has[name];
        if (!(name in reads)) throw new Error(`office_host.js has no «${name}»`);
        if (!(name in known)) throw fault("PropertyNotLoaded", name);
        return known[name];
      },
      set(_, name, value) {
        if (!(name in writes)) throw new Error(`office_host.js writes no «${name}»`);
        context.later(name, () => writes[name](value));
        return true;
      },
    });
    function read(name) {
      if (!(name in reads)) throw new Error(`office_host.js reads no «${name}»`);
      return structuredClone(reads[name]());
    }
    return self;
  }

  function collection(context, list, make, has = {}) {
    let items;
    const self = {
      ...has,
      load(asked) {
        const names = namesOf(asked).map((name) => name.replace("items/", ""));
        context.later("load", () => {
          items = list().map((one) => make(context, () => one));
          for (const one of items) one.load(names.filter((name) => name !== "items"));
        });
        // The items' own loads are steps of the same batch.
        context.later("load", () => {
          const steps = context.steps;
          context.steps = [];
          steps.forEach(([, step]) => step());
        });
        return self;
      },
      get items() {
        if (items === undefined) throw fault("PropertyNotLoaded", "items");
        return items;
      },
    };
    return self;
  }

  const namesOf = (asked) =>
    (Array.isArray(asked) ? asked : asked.split(",")).map((name) => name.trim());
  const none = (context) => collection(context, () => [], null);
  const nothing = () => {
    const self = { isNullObject: true, load: () => self };
    return self;
  };

  // The workbook ------------------------------------------------------------------------------
  const sheets = () => host.workbook.sheets;

  function workbookOf(context) {
    return item(context, {
      reads: { name: () => host.workbook.name },
      has: {
        worksheets: worksheetsOf(context),
        names: none(context),
        protection: structureOf(context),
        application: applicationOf(context),
        getSelectedRange: () => {
          const [sheet, cell] = host.workbook.selection;
          return rangeOf(context, () => sheets().find(({ name }) => name === sheet), areaOf(cell));
        },
      },
    });
  }

  // Whether sheets may be added, renamed and deleted.
  function structureOf(context) {
    return item(context, {
      reads: { protected: () => host.workbook.locked },
      has: {
        unprotect: () => context.later("unlock", () => (host.workbook.locked = false)),
        protect: () => context.later("lock", () => (host.workbook.locked = true)),
      },
    });
  }

  function applicationOf(context) {
    const datetimeFormat = item(context, { reads: { shortDatePattern: () => "dd.MM.yyyy" } });
    return item(context, {
      reads: { calculationMode: () => "Automatic" },
      has: { cultureInfo: item(context, { reads: { name: () => "ru-RU" }, has: { datetimeFormat } }) },
    });
  }

  function worksheetsOf(context) {
    const named = (name) => () => sheets().find((sheet) => sheet.name === name);
    return collection(context, sheets, sheetOf, {
      getItem: (name) => sheetOf(context, named(name)),
      getItemOrNullObject: (name) => sheetOf(context, named(name)),
      getActiveWorksheet: () => sheetOf(context, () => sheets()[host.workbook.active]),
      add: (name) => {
        const added = { name, visibility: "Visible", protection: null, cells: {} };
        context.later("add", () => {
          if (host.workbook.locked) throw fault("AccessDenied", "the structure is protected");
          sheets().push(added);
        });
        return sheetOf(context, () => added);
      },
    });
  }

  function sheetOf(context, find) {
    const range = (area) => rangeOf(context, find, area);
    return item(context, {
      reads: {
        name: () => find()?.name,
        visibility: () => find()?.visibility,
        position: () => sheets().indexOf(find()),
        showGridlines: () => true,
      },
      writes: {
        position: (to) => {
          const active = sheets()[host.workbook.active];
          const [moved] = sheets().splice(sheets().indexOf(find()), 1);
          sheets().splice(to, 0, moved);
          host.workbook.active = sheets().indexOf(active);
        },
      },
      has: {
        get isNullObject() {
          return find() === undefined;
        },
        names: none(context),
        tables: none(context),
        charts: none(context),
        shapes: none(context),
        notes: none(context),
        pivotTables: none(context),
        pageLayout: { getPrintAreaOrNullObject: nothing },
        protection: protectionOf(context, find),
        getRange: (address) => range(address ? areaOf(address) : WHOLE),
        getRanges: () => range(WHOLE),
        getRangeByIndexes: (top, left, rows, columns) => range({ top, left, rows, columns }),
        getUsedRangeOrNullObject: () => usedOf(context, find),
        activate: () =>
          context.later("activate", () => {
            if (find().visibility !== "Visible") throw fault("InvalidOperation", "a hidden sheet");
            host.workbook.active = sheets().indexOf(find());
          }),
      },
    });
  }

  // Protection --------------------------------------------------------------------------------
  function protectionOf(context, find) {
    return item(context, {
      reads: {
        protected: () => find().protection !== null,
        options: () => find().protection,
      },
      has: {
        unprotect: () =>
          context.later("unprotect", () => {
            if (find().password) throw fault("AccessDenied", "a password is needed");
            find().protection = null;
            host.protection.push(["unprotect", find().name]);
          }),
        protect: (options) =>
          context.later("protect", () => {
            if (find().protection) throw fault("AccessDenied", "protected already");
            find().protection = { ...options };
            host.protection.push(["protect", find().name]);
          }),
      },
    });
  }

  function refuse(sheet, area, allowed) {
    if (!sheet.protection || sheet.protection[allowed]) return;
    const unlocked = (key) => sheet.cells[key]?.locked === false;
    if (allowed === "values" && keysOf(area).flat().every(unlocked)) return;
    throw fault("AccessDenied", `«${sheet.name}» is protected`);
  }

  // Cells -------------------------------------------------------------------------------------
  const WHOLE = { top: 0, left: 0, rows: 1048576, columns: 16384 };
  const isWhole = (area) => area.rows === WHOLE.rows && area.columns === WHOLE.columns;

  function letters(column) {
    const left = Math.floor(column / 26);
    return (left ? letters(left - 1) : "") + String.fromCharCode(65 + (column % 26));
  }
  const columnOf = (name) => [...name].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;

  function areaOf(address) {
    const [first, last = first] = address.split(":").map((part) => {
      const [, column, row] = part.match(/^([A-Z]*)(\d*)$/);
      return { row: row ? Number(row) - 1 : null, column: column ? columnOf(column) : null };
    });
    const top = first.row ?? 0;
    const left = first.column ?? 0;
    const rows = last.row === null ? WHOLE.rows : last.row - top + 1;
    const columns = last.column === null ? WHOLE.columns : last.column - left + 1;
    return { top, left, rows, columns };
  }

  function addressOf({ top, left, rows, columns }) {
    const first = letters(left) + (top + 1);
    const last = letters(left + columns - 1) + (top + rows);
    return first === last ? first : `${first}:${last}`;
  }

  function keysOf({ top, left, rows, columns }) {
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => letters(left + column) + (top + row + 1)),
    );
  }

  function usedOf(context, find) {
    const filled = Object.entries(find()?.cells ?? {}).filter(([, cell]) => cell.value !== "");
    if (filled.length === 0) return nothing();
    const areas = filled.map(([key]) => areaOf(key));
    const top = Math.min(...areas.map((area) => area.top));
    const left = Math.min(...areas.map((area) => area.left));
    const rows = Math.max(...areas.map((area) => area.top)) - top + 1;
    const columns = Math.max(...areas.map((area) => area.left)) - left + 1;
    return rangeOf(context, find, { top, left, rows, columns });
  }

  function rangeOf(context, find, area) {
    const matrix = (of) => keysOf(area).map((row) => row.map((key) => of(find().cells[key])));
    const each = (value, set) =>
      keysOf(area).forEach((row, r) =>
        row.forEach((key, c) => {
          const given = Array.isArray(value) ? (value[r]?.[c] ?? null) : value;
          if (given !== null) set((find().cells[key] ??= { value: "" }), given);
        }),
      );
    const fill = item(context, {
      writes: {
        color: (colour) => {
          refuse(find(), area, "allowFormatCells");
          each(colour, (cell, given) => (cell.color = given));
        },
      },
    });
    const format = {
      fill,
      autofitColumns: () => context.later("autofit", () => refuse(find(), area, "allowFormatColumns")),
      autofitRows: () => context.later("autofit", () => refuse(find(), area, "allowFormatRows")),
    };
    return item(context, {
      reads: {
        address: () => `'${find().name}'!${addressOf(area)}`,
        rowIndex: () => area.top,
        columnIndex: () => area.left,
        rowCount: () => area.rows,
        columnCount: () => area.columns,
        values: () => matrix((cell) => cell?.value ?? ""),
        numberFormat: () => matrix((cell) => cell?.format ?? "General"),
      },
      writes: {
        values: (values) => {
          refuse(find(), area, "values");
          if (values.length !== area.rows || values.some((row) => row.length !== area.columns)) {
            throw fault("InvalidArgument", "values of another shape than the range");
          }
          each(values, type);
        },
        numberFormat: (formats) => {
          refuse(find(), area, "allowFormatCells");
          each(formats, (cell, given) => (cell.format = given));
        },
      },
      has: {
        isNullObject: false,
        format,
        worksheet: sheetOf(context, find),
        clear: () =>
          context.later("clear", () => {
            refuse(find(), area, "values");
            if (!isWhole(area)) throw new Error("office_host.js clears whole sheets only");
            find().cells = {};
          }),
        select: () =>
          context.later("select", () => {
            if (sheets()[host.workbook.active] !== find()) {
              throw fault("InvalidOperation", "the sheet is not active");
            }
            host.workbook.selection = [find().name, addressOf(area)];
          }),
      },
    });
  }

  function type(cell, value) {
    delete cell.formula;
    if (typeof value !== "string") {
      cell.value = value;
    } else if (value.startsWith("'")) {
      cell.value = value.slice(1);
    } else if (value.startsWith("=")) {
      cell.formula = value;
      cell.value = value.match(/^=HYPERLINK\(".*","(.*)"\)$/)?.[1] ?? "#NAME?";
    } else if (/^[-+@]|^\d/.test(value)) {
      throw fault("InvalidArgument", `Excel would not keep «${value}» as a text`);
    } else {
      cell.value = value;
    }
  }

  // What the page finds -----------------------------------------------------------------------
  const SUPPORTED = { ExcelApi: 14, SharedRuntime: 2, CustomFunctionsRuntime: 4, DialogApi: 2 };
  globalThis.Office = {
    onReady: async (then) => {
      const info = { host: "Excel", platform: "PC" };
      then?.(info);
      return info;
    },
    context: {
      platform: "PC",
      diagnostics: { version: "16.0", platform: "PC", host: "Excel" },
      requirements: {
        isSetSupported: (name, version) => Number(version.split(".")[1]) <= (SUPPORTED[name] ?? -1),
      },
      ui: { displayDialogAsync: (url) => host.dialogs.push(url) },
    },
    actions: { associate() {} },
  };
  globalThis.Excel = {
    RequestContext: Context,
    ClearApplyTo: { all: "All" },
    ShapeType: { image: "Image" },
    run: async (work) => {
      const context = new Context();
      const result = await work(context);
      await context.sync();
      return result;
    },
  };
  globalThis.CustomFunctions = {
    associate: (name, call) => (host.functions[name] = call),
    Error: class extends Error {},
    ErrorCode: {},
  };
})();

// From a finding to its cell.
import { Refusal } from "./failures.js";

export async function goTo({ sheet, cell }) {
  await Excel.run(async (context) => {
    const target = context.workbook.worksheets.getItemOrNullObject(sheet).load("visibility");
    await context.sync();
    if (target.isNullObject) {
      throw new Refusal(`Листа «${sheet}» в книге больше нет. Нажмите «Проверить» ещё раз.`);
    }
    if (target.visibility !== "Visible") {
      throw new Refusal(`Лист «${sheet}» скрыт: покажите его и нажмите ещё раз.`);
    }
    target.activate();
    target.getRange(cell || "A1").select();
    await context.sync();
  });
}

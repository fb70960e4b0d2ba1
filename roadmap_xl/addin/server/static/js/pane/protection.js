// Sheets of the form and their order are protected without a password; xlwings knows nothing of protection.
import { ProtectionLost } from "./failures.js";

// Runs `work` without the protection of the sheets, then protects them as they were, come what may.
export async function withoutProtection(work) {
  const lifted = [];
  const unlocked = await unlock();
  try {
    await lift(lifted);
    return await work();
  } finally {
    if (unlocked) await lock();
    await restore(lifted);
  }
}

// The structure of the workbook, so that a sheet can be added; true where it was locked.
async function unlock() {
  return Excel.run(async (context) => {
    const book = context.workbook.protection;
    if (!book) return false; // before ExcelApi 1.7
    book.load("protected");
    await context.sync();
    if (!book.protected) return false;
    book.unprotect();
    try {
      await context.sync();
      return true;
    } catch (error) {
      console.warn(error); // somebody's own password
      return false;
    }
  });
}

async function lock() {
  await Excel.run(async (context) => {
    context.workbook.protection.protect();
    await context.sync();
  });
}

async function lift(lifted) {
  await Excel.run(async (context) => {
    const sheets = context.workbook.worksheets.load("items/name");
    await context.sync();
    sheets.items.forEach((sheet) => sheet.protection.load("protected, options"));
    await context.sync();
    for (const { name, protection } of sheets.items) {
      if (!protection.protected) continue;
      const { options } = protection;
      protection.unprotect();
      try {
        await context.sync();
        lifted.push({ name, options });
      } catch (error) {
        // The school's own password. Excel still allows what this protection allows.
        console.warn(error);
      }
    }
  });
}

async function restore(lifted) {
  const left = [];
  await Excel.run(async (context) => {
    for (const { name, options } of lifted) {
      context.workbook.worksheets.getItem(name).protection.protect(options);
      try {
        await context.sync();
      } catch (error) {
        console.error(error);
        left.push(name);
      }
    }
  });
  if (left.length > 0) throw new ProtectionLost(left);
}

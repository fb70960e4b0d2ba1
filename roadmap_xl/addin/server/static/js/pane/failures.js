// What went wrong, in words for a teacher.
const AGAIN = "Введённые данные не изменены.";

// Already said in words for the user.
export class Refusal extends Error {}

export class NoAnswer extends Refusal {
  constructor(cause) {
    super(
      "Сервер надстройки не отвечает. Проверьте, есть ли сеть, и нажмите «Проверить» ещё раз. " +
        `Если не помогло, сообщите в район: сервер недоступен. ${AGAIN}`,
      { cause },
    );
  }
}

export class ServerFault extends Refusal {
  constructor(status, text) {
    super(`${serverWords(status, text)} ${AGAIN}`);
    this.detail = text;
  }
}

export class ProtectionLost extends Refusal {
  constructor(names) {
    const named = names.map((name) => `«${name}»`).join(", ");
    super(
      `Не удалось вернуть защиту листов: ${named}. Включите её сами: Рецензирование → Защитить ` +
        "лист, без пароля. Введённые данные не изменены.",
    );
  }
}

export function wordsOf(error) {
  if (error instanceof Refusal) return error.message;
  const code = error?.cause?.code ?? error?.code;
  return `${OFFICE_WORDS[code] ?? OTHER_WORDS} ${AGAIN}`;
}

const OFFICE_WORDS = {
  InvalidOperationInCellEditMode:
    "Закончите ввод в ячейке (Enter или Esc) и нажмите «Проверить» ещё раз.",
  AccessDenied:
    "Excel не дал записать замечания: книга или лист защищены. Снимите защиту, которую ставили " +
    "сами (Рецензирование), и нажмите «Проверить» ещё раз.",
};
const OTHER_WORDS =
  "Excel не дал выполнить действие до конца. Закройте окна и сообщения Excel и попробуйте ещё раз.";

function serverWords(status, text) {
  if (/licen[cs]e/i.test(text)) {
    return "На сервере района нет действующего ключа лицензии xlwings. Сообщите об этом в район.";
  }
  if (status === 401 || status === 403) return "Сервер надстройки не узнал вас: войдите в Excel снова.";
  if (status === 413) return "Книга слишком большая для сервера надстройки. Сообщите в район.";
  if (status === 408 || status === 503) {
    return "Сервер надстройки сейчас занят. Подождите минуту и нажмите «Проверить» ещё раз.";
  }
  if (status === 404) return "Сервер надстройки сменил ключ: попросите у района новый манифест.";
  return `Сервер надстройки ответил ошибкой (код ${status}). Сообщите об этом в район.`;
}

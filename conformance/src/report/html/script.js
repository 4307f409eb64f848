// The page is whole without this: it only finds and copies.
for (const button of document.querySelectorAll(".curl button")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.nextElementSibling.textContent);
    button.textContent = "copied";
  });
}
const find = document.querySelector(".find input");
find?.addEventListener("input", () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const area of document.querySelectorAll(".area")) {
    let any = false;
    for (const row of area.querySelectorAll("tr")) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      any ||= !row.hidden;
    }
    area.hidden = !any;
    area.open = words.length > 0 && any;
  }
});

// What a page is asked by check-report.py; each function gives what is wrong, in words.
const audit = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const unique = (problems) => [...new Set(problems)];

  // Where an element is, for people: its section, its kind and how it begins.
  const place = (element) => {
    const text = element.getAttribute("aria-label") || element.textContent || "";
    const section = element.closest("section");
    return `${section ? "#" + section.id + " " : ""}<${element.tagName.toLowerCase()}> "${text.trim().slice(0, 50)}"`;
  };

  // Language, headings, names of pictures, heads of tables, targets of links.
  const structure = () => {
    const problems = [];
    const expect = (holds, problem) => { if (!holds) problems.push(problem); };
    expect(document.documentElement.lang, "<html> has no lang");
    expect(document.title.trim(), "the page has no title");
    expect(all("main").length === 1, "expected one <main>");
    expect(all("h1").length === 1, "expected one <h1>");
    let level = 0;
    for (const heading of all("h1,h2,h3,h4,h5,h6")) {
      const own = Number(heading.tagName[1]);
      expect(own <= level + 1, `${place(heading)} follows a heading of level ${level}`);
      level = own;
    }
    for (const picture of all("svg,img")) {
      const isNamed = picture.tagName === "IMG" ? picture.alt : picture.getAttribute("aria-label");
      expect(isNamed, `${place(picture)} has no text alternative`);
      if (picture.tagName === "svg") {
        expect(picture.getAttribute("role") === "img", `${place(picture)} has no role=img`);
      }
    }
    for (const table of all("table")) {
      expect(all("thead th[scope=col]", table).length > 0, `${place(table)} has no column headers with scope`);
      expect(all("th:not([scope])", table).length === 0, `${place(table)} has a <th> without scope`);
    }
    const names = all("[id]").map((element) => element.id);
    expect(new Set(names).size === names.length, "an id occurs twice");
    for (const link of all("a[href]")) {
      const target = link.getAttribute("href");
      expect(target.startsWith("#") && document.getElementById(target.slice(1)), `the link ${target} leads nowhere`);
    }
    for (const element of all("[src],[href]:not(a)")) {
      const source = element.getAttribute("src") || element.getAttribute("href");
      expect(source.startsWith("data:"), `${place(element)} needs ${source.slice(0, 80)}`);
    }
    const first = document.querySelector("a[href],button,summary,[tabindex]");
    expect(first?.matches("a[href]") && document.querySelector(first.getAttribute("href"))?.matches("main"),
      "the first link does not lead to <main>");
    return unique(problems);
  };

  // Sizes: nothing wider than the page, no figure without a size or a mark, no texts over each other, cut off, or smaller than
  // `least` px.
  const layout = (least) => {
    const problems = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      problems.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);
    }
    for (const picture of all("svg,img")) {
      const box = picture.getBoundingClientRect();
      if (!(box.width > 0 && box.height > 0)) problems.push(`${place(picture)} has no size`);
      if (picture.tagName === "IMG" && !picture.naturalWidth) problems.push(`${place(picture)} shows nothing`);
    }
    for (const svg of all("svg")) {
      const frame = svg.getBoundingClientRect();
      const marks = all("image,polyline,rect,circle,path", svg).map((mark) => mark.getBoundingClientRect());
      if (!marks.some((mark) => mark.width + mark.height > 1)) problems.push(`${place(svg)} draws nothing`);
      const texts = all("text", svg).map((text) => ({ text, box: text.getBoundingClientRect() }));
      for (const { text, box } of texts) {
        if (box.left < frame.left - 2 || box.right > frame.right + 2
          || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) {
          problems.push(`${place(svg)}: ${place(text)} is cut off`);
        }
        const size = parseFloat(getComputedStyle(text).fontSize) * frame.width / svg.viewBox.baseVal.width;
        if (size < least) problems.push(`${place(svg)}: letters of ${size.toFixed(1)} px, expected at least ${least}`);
      }
      texts.forEach(({ text, box }, index) => {
        for (const { text: other, box: otherBox } of texts.slice(index + 1)) {
          const wide = Math.min(box.right, otherBox.right) - Math.max(box.left, otherBox.left);
          const high = Math.min(box.bottom, otherBox.bottom) - Math.max(box.top, otherBox.top);
          // Boxes have room for accents and descenders, which lines of text may share.
          if (wide > 1 && high > 0.35 * Math.min(box.height, otherBox.height)) {
            problems.push(`${place(svg)}: ${place(text)} and ${place(other)} collide`);
          }
        }
      });
    }
    for (const region of all("*")) {
      const isScrolling = /auto|scroll/.test(getComputedStyle(region).overflowX) && region !== root
        && (region.scrollWidth > region.clientWidth + 1 || region.scrollHeight > region.clientHeight + 1);
      if (isScrolling && (region.tabIndex !== 0 && !region.querySelector("a[href]"))) {
        problems.push(`${place(region)} scrolls, but not by keyboard`);
      }
      if (isScrolling && region.tabIndex === 0 && !region.getAttribute("aria-label")) {
        problems.push(`${place(region)} can be focused, but has no name`);
      }
    }
    return unique(problems);
  };

  // Relative luminance and contrast after WCAG 2.
  const parts = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = parts(color).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (element) => {
    for (let box = element; box; box = box.parentElement) {
      const color = getComputedStyle(box).backgroundColor;
      if (parts(color).length < 4 || parts(color)[3] > 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = () => {
    const problems = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || element.closest("title,desc,style")) continue;
      const style = getComputedStyle(element);
      const ink = element.closest("svg") ? style.fill : style.color;
      const back = behind(element);
      const [light, dark] = [luminance(ink), luminance(back)].sort((a, b) => b - a);
      const ratio = (light + 0.05) / (dark + 0.05);
      if (ratio < 4.5) problems.push(`contrast ${ratio.toFixed(2)} of ${ink} on ${back}: ${place(element)}`);
    }
    return unique(problems);
  };

  // The element that has the focus: what it is, and whether one sees that.
  const focused = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
      place: place(element),
      isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      isVisible: box.height > 4 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  };

  // Colours that must be told apart: of the series, and of the classes of each legend and table.
  const palettes = () => {
    const style = getComputedStyle(document.documentElement);
    const series = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => style.getPropertyValue(`--s${index}`).trim());
    const found = [{ name: "series", colors: series }];
    for (const legend of all("svg,table")) {
      const swatches = all('rect[width="12"][height="12"]', legend).map((mark) => mark.getAttribute("fill"))
        .concat(all(".swatch", legend).map((mark) => mark.style.background));
      const colors = unique(swatches.filter((color) => color && !color.startsWith("var(")));
      if (colors.length > 1) found.push({ name: place(legend), colors });
    }
    return found;
  };

  return { structure, layout, contrast, focused, palettes };
})();

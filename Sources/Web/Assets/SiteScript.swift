/// The one script: it makes a slider of the ruler, steps by keys, and plays. Pages work without it.
enum SiteScript {
    static let source = #"""
        (function () {
          "use strict";
          var main = function () { return document.getElementById("content"); };
          var wait = null, asked = 0, shown = 0, playing = null;

          function address(seconds, brief) {
            var url = new URL(location.href);
            url.searchParams.delete("page");
            url.searchParams.delete("brief");
            var last = Number(main().dataset.last);
            if (seconds >= last) url.searchParams.delete("at");
            else url.searchParams.set("at", new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, "Z"));
            if (brief) url.searchParams.set("brief", "1");
            return url;
          }

          // Shows the page of another instant in place of this one. Whatever comes back late is not shown.
          function show(url, keep) {
            var mine = ++asked;
            return fetch(url, { credentials: "same-origin" }).then(function (answer) {
              return answer.ok ? answer.text() : null;
            }).then(function (text) {
              if (text === null || mine < shown) return;
              shown = mine;
              var page = new DOMParser().parseFromString(text, "text/html");
              var next = page.getElementById("content");
              if (!next) return;
              var old = main(), slide = old.querySelector(".slide");
              if (keep && slide) {
                // The slider in somebody's hand stays the same one.
                var place = next.querySelector(".slide");
                if (place) place.replaceWith(slide);
              }
              var side = page.querySelector("nav.side");
              if (side) document.querySelector("nav.side").replaceWith(document.adoptNode(side));
              var focus = document.activeElement && document.activeElement.id;
              var held = document.getElementById("play");
              old.replaceWith(document.adoptNode(next));
              var controls = document.querySelector(".controls");
              if (keep && held && controls) controls.insertBefore(held, controls.children[2] || null);
              if (focus) { var again = document.getElementById(focus); if (again) again.focus({ preventScroll: true }); }
              document.title = page.title;
              var clean = new URL(url);
              clean.searchParams.delete("brief");
              history.replaceState(null, "", clean);
              if (!keep) live();
              say();
              if (!clean.searchParams.has("facets")) choices();
            });
          }

          // What a long list can be narrowed by is counted once somebody stays on its page.
          function choices() {
            var link = document.querySelector("a[data-facets]"), mine = asked;
            if (!link) return;
            setTimeout(function () {
              if (mine !== asked || !link.isConnected) return;
              fetch(link.href, { credentials: "same-origin" }).then(function (answer) {
                return answer.ok ? answer.text() : "";
              }).then(function (text) {
                var found = new DOMParser().parseFromString(text, "text/html").querySelector(".filters .facets");
                if (mine === asked && found && link.isConnected) link.parentElement.replaceWith(document.adoptNode(found));
              });
            }, 400);
          }

          function say() {
            var slider = document.getElementById("slider");
            if (!slider) return;
            var at = new Date(Number(main().dataset.at) * 1000).toISOString().replace("T", " ").slice(0, 19);
            slider.setAttribute("aria-valuetext", at + " UTC");
          }

          function live() {
            var slide = document.querySelector(".slide");
            if (!slide || slide.firstChild) return;
            var data = main().dataset;
            var slider = document.createElement("input");
            slider.type = "range";
            slider.id = "slider";
            slider.min = data.first;
            slider.max = data.last;
            slider.step = Math.max(1, Math.floor((data.last - data.first) / 2000));
            slider.value = data.at;
            slider.setAttribute("aria-label", slide.dataset.label);
            slider.addEventListener("input", function () {
              clearTimeout(wait);
              var value = Number(slider.value);
              wait = setTimeout(function () { show(address(value, true), true); }, 30);
            });
            slider.addEventListener("change", function () {
              clearTimeout(wait);
              show(address(Number(slider.value), false), true);
            });
            var play = document.createElement("button");
            play.type = "button";
            play.id = "play";
            play.textContent = slide.dataset.play;
            play.addEventListener("click", toggle);
            slide.append(slider);
            var controls = document.querySelector(".controls");
            if (controls) controls.insertBefore(play, controls.children[2] || null);
            say();
          }

          function toggle() {
            var play = document.getElementById("play"), slide = document.querySelector(".slide");
            if (playing) { clearInterval(playing); playing = null; if (play) play.textContent = slide.dataset.play; return; }
            if (!play) return;
            play.textContent = slide.dataset.pause;
            var data = main().dataset;
            if (Number(data.at) >= Number(data.last)) show(address(Number(data.first), false), true).then(follow);
            playing = setInterval(function () {
              var next = document.querySelector("a[rel=next]");
              if (!next) { toggle(); show(address(Number(main().dataset.last), false), true).then(follow); return; }
              show(new URL(next.href), true).then(follow);
            }, 900);
          }

          function follow() {
            var slider = document.getElementById("slider");
            if (slider) slider.value = main().dataset.at;
          }

          document.addEventListener("keydown", function (event) {
            var on = event.target, typed = /^(INPUT|TEXTAREA|SELECT)$/.test(on.tagName) || on.isContentEditable;
            if (typed || event.ctrlKey || event.altKey || event.metaKey) return;
            var go = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" }[event.key];
            if (go) {
              if (on.closest && on.closest(".scroll") && on.closest(".scroll").scrollWidth > on.closest(".scroll").clientWidth) return;
              var link = document.querySelector(go);
              if (link) { event.preventDefault(); show(new URL(link.href), true).then(follow); }
            } else if (event.key === "/") {
              var search = document.getElementById("q");
              if (search) { event.preventDefault(); search.focus(); search.select(); }
            } else if (event.key === "?") {
              var help = document.querySelector("nav.side a[href^='/help']");
              if (help) location.href = help.href;
            } else if (event.key === "p") {
              toggle();
            }
          });

          live();
          choices();
        })();

        """#
}

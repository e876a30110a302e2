# `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench evaluate torture samples goldens
MAKEFLAGS += --no-print-directory

PYTHON := .venv/bin/python
DATA ?= data
PORT ?= 8501
ARGS ?=
BENCH ?= [a-z]*

help: ## 列出全部目标 / list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | while IFS='	' read -r target text; do printf '  make %-9s %s\n' "$$target" "$$text"; done

setup: ## 准备环境：.venv 与系统组件 / make .venv, install what is missing
	@bin/setup

# Exit code 1 of `etl run` means: published, but some documents could not be read, each of them named.
run: setup ## 载入样例报告并打开看板 / load the bundled samples, open the dashboard (DATA=, PORT=)
	@$(PYTHON) -m etl run etl/samples/reports --data "$(DATA)" || [ $$? -eq 1 ]
	@exec $(PYTHON) -m dashboard --data "$(DATA)" --port "$(PORT)"

# The tests are compiled once, not in each run, also where the environment would have nothing kept.
test: setup ## 全部测试，含浏览器测试 / every test, the browser tests included (ARGS=)
	@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n 2 --dist worksteal $(ARGS)

lint: setup ## 格式、风格、类型与导入方向 / format, style, types, import directions
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

bench: setup ## 性能：与对照方案的比值 / benchmarks, as ratios against a peer (BENCH=dashboard ARGS=)
	@set -e; for file in tests/benchmarks/$(BENCH).py; do $(PYTHON) -m "tests.benchmarks.$$(basename "$$file" .py)" $(ARGS); done

evaluate: setup ## 大规模自检：两万份随机报告、二百份扫描件、五千份损坏文件 / 20,000 random reports, 200 scans, 5,000 damaged documents (ARGS=)
	@$(PYTHON) -m tests.evaluation --count 20000 --scans 200 --mutations 5000 $(ARGS)

torture: setup ## 折磨每周任务：随机时刻杀死 200 次，磁盘写满 20 次 / kill the weekly job 200 times, fill its disk 20 times (ARGS=)
	@$(PYTHON) -m tests.torture $(ARGS)

samples: setup ## 重新生成样例报告 / make the bundled sample reports anew
	@$(PYTHON) -m tests.maker samples

goldens: setup ## 重新生成基准结果（须人工核对差异）/ write the golden files anew; read the diff
	@$(PYTHON) -m pytest tests/golden --update-goldens -q

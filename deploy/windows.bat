@echo off
rem Makes the environment where there is none, or where requirements.txt has changed; both files at the top call it.
set NO_MKDOCS_2_WARNING=1
set PYTHONUTF8=1
fc /b requirements.txt .venv\installed.txt >nul 2>&1 && exit /b 0
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2**32)" >nul 2>&1
if errorlevel 1 (
    echo 需要 64 位的 Python 3.11 或更新的版本。
    echo 到 https://www.python.org/downloads/windows/ 下载安装，然后再双击一次。
    pause
    exit /b 1
)
echo 正在装要用的东西，头一次要几分钟……
if not exist .venv\Scripts\python.exe py -3 -m venv .venv
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check -r requirements.txt
if errorlevel 1 (
    echo 没有装好。请看看能不能上网，再双击一次。
    echo 不能上网的机器，见 docs\publish.md 里的“一台不能上网的机器”。
    pause
    exit /b 1
)
copy /y requirements.txt .venv\installed.txt >nul
